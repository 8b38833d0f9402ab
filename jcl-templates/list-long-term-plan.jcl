//* ---
//* template: list-long-term-plan
//* purpose: List the occurrences of an application that the long-term plan
//*   holds for one day
//* parameters:
//*   step: { type: step-name }
//*   subsystem: { type: subsystem }
//*   application: { type: application }
//*   operation: { type: member, says: job name that must stand there }
//*   date: { type: date, says: YYYY-MM-DD }
//* repeatable: true
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - text: "{{ date }}*{{ application }}*{{ operation }}"
//*         ddname: LTREPORT
//* ---
//{{ step }} EXEC PGM=EQQBATCH,PARM='EQQLTPRT',COND=(0,NE)
//EQQMLOG  DD SYSOUT=*
//EQQDMSG  DD SYSOUT=*
//EQQDUMP  DD SYSOUT=*
//LTREPORT DD SYSOUT=*
//EQQPARM  DD *
  BATCHOPT SUBSYS({{ subsystem }})
/*
//SYSIN    DD DUMMY
