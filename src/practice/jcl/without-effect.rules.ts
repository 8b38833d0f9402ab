/**
 * Keywords of JCL that are read and checked as on z/OS and that nothing here acts on: they tune storage, devices and
 * printing, or belong to services that are not imitated. Whoever documents the practice system takes the list from here.
 *
 * @see z/OS MVS JCL Reference
 */
export const withoutEffect = {
  JOB: [
    ...['ADDRSPC', 'CCSID', 'EMAIL', 'GROUP', 'MEMLIMIT', 'PASSWORD', 'PERFORM', 'REGION', 'REGIONX', 'SECLABEL'],
    ...['SYSSYM'],
  ],
  EXEC: [
    ...['ACCT', 'ADDRSPC', 'CCSID', 'DYNAMNBR', 'MEMLIMIT', 'PERFORM', 'REGION', 'REGIONX', 'RLSTMOUT', 'TVSAMCOM'],
    'TVSMSG',
  ],
  DD: [
    ...['ACCODE', 'AMP', 'BLKSZLIM', 'BURST', 'CCSID', 'CHARS', 'CHKPT', 'CNTL', 'COPIES', 'DEST', 'DSID', 'DSKEYLBL'],
    ...['EATTR', 'FCB', 'FLASH', 'FREE', 'FREEVOL', 'HOLD', 'KEYENCD1', 'KEYENCD2', 'KEYLABL1', 'KEYLABL2'],
    ...['LGSTREAM', 'MAXGENS', 'MODIFY', 'PROTECT', 'RLS', 'ROACCESS', 'SECMODEL', 'SEGMENT', 'SPIN', 'TERM', 'UCS'],
  ],
  /** All of DCB but these: RECFM, LRECL, BLKSIZE, DSORG. */
  DCB: [
    ...['BFALN', 'BFTEK', 'BUFIN', 'BUFL', 'BUFMAX', 'BUFNO', 'BUFOFF', 'BUFOUT', 'BUFSIZE', 'CPRI', 'CYLOFL', 'DEN'],
    ...['DIAGNS', 'EROPT', 'FUNC', 'GNCP', 'INTVL', 'IPLTXID', 'LIMCT', 'MODE', 'NCP', 'NTM', 'OPTCD', 'PCI', 'PRTSP'],
    ...['RESERVE', 'RKP', 'STACK', 'THRESH', 'TRTCH'],
  ],
  /** All of OUTPUT but CLASS: nothing is printed or mailed. */
  OUTPUT: ['all but CLASS'],
} as const;
