import { expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';
import { smallSite } from '../support/small-system.ts';

const site = smallSite({
  libraries: [{ dsname: 'ZOO.LOAD', recfm: 'U', lrecl: 0, blksize: 32760 }],
  subsystems: { cics: [{ applid: 'CICSZOO', sysid: 'ZOO1', dfhrpl: ['ZOO.LOAD'], files: { CAGES: 'ZOO.CAGES' } }] },
});

const cluster = (verb: string) => `//${verb}   EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
  ${verb === 'DELETE' ? 'DELETE ZOO.CAGES CLUSTER' : 'DEFINE CLUSTER(NAME(ZOO.CAGES) KEYS(4 0) -\n   RECORDSIZE(80 80) TRACKS(1 1) INDEXED)'}
/*
`;
const cemt = (command: string) => `//CEMT     EXEC PGM=SDSF
//ISFOUT   DD SYSOUT=*
//CMDOUT   DD SYSOUT=*
//ISFIN    DD *
 /F CICSZOO,'CEMT ${command}'
/*
`;

it.each(['SET FIL(CAGES   ) CLO', 'SET FILE (CAGES) CLOSED', 'S FI( CAGES ) CLO'])(
  'a region lets a file go after CEMT %s',
  async (command) => {
    await using machine = await batchMachine(site);
    const open = await machine.run(cluster('DEFINE') + cemt('SET FIL(CAGES   ) OPE'));
    expect(open.codes).toEqual(['CC 0000', 'CC 0000']);
    expect((await machine.run(cluster('DELETE'))).codes).toEqual(['CC 0008']);
    const done = await machine.run(cemt(command) + cluster('DELETE'));
    expect(done.codes).toEqual(['CC 0000', 'CC 0000']);
  },
);
