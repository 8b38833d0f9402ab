import type { Db2, DbPackage, DbTable, DbValue } from './subsystems.ts';

type PackageColumn = readonly [name: string, of: (pack: DbPackage) => DbValue];

const packageColumns: readonly PackageColumn[] = [
  ['LOCATION', () => ''],
  ['COLLID', (pack) => pack.collection],
  ['NAME', (pack) => pack.name],
  ['CONTOKEN', (pack) => pack.contoken],
  ['HEX(CONTOKEN)', (pack) => pack.contoken],
  ['OWNER', (pack) => pack.owner],
  ['QUALIFIER', (pack) => pack.qualifier],
  ['VALIDATE', (pack) => pack.validate.charAt(0)],
  ['VERSION', (pack) => pack.version],
  ['VALID', (pack) => (pack.valid === false ? 'N' : 'Y')],
  ['OPERATIVE', () => 'Y'],
  ['BINDTIME', (pack) => new Date(pack.bound).toISOString().slice(0, 23).replace('T', '-').replaceAll(':', '.')],
];

const plain = (name: string) => ({ name, type: 'VARCHAR', nullable: false });

/** Catalog tables that release work reads: SYSPACKAGE, SYSPLAN, SYSPACKLIST, SYSTABLES, SYSCOLUMNS, SYSDUMMY1. */
export function systemTable(db2: Db2, name: string): DbTable | undefined {
  switch (name) {
    case 'SYSIBM.SYSPACKAGE':
      return {
        name,
        columns: packageColumns.map(([column]) => plain(column)),
        rows: db2.packages().map((pack) => packageColumns.map(([, of]) => of(pack))),
      };
    case 'SYSIBM.SYSPLAN':
      return {
        name,
        columns: ['NAME', 'CREATOR', 'VALID'].map(plain),
        rows: db2.plans().map((plan) => [plan.name, plan.owner ?? '', 'Y']),
      };
    case 'SYSIBM.SYSPACKLIST':
      return {
        name,
        columns: ['PLANNAME', 'SEQNO', 'COLLID', 'NAME'].map(plain),
        rows: db2
          .plans()
          .flatMap((plan) =>
            plan.pklist.map((entry, at) => [plan.name, at + 1, entry.split('.')[0] ?? '', entry.split('.')[1] ?? '*']),
          ),
      };
    case 'SYSIBM.SYSTABLES':
      return {
        name,
        columns: ['CREATOR', 'NAME', 'TYPE'].map(plain),
        rows: db2.data.names().map((one) => [...one.split('.'), 'T']),
      };
    case 'SYSIBM.SYSCOLUMNS':
      return {
        name,
        columns: ['TBCREATOR', 'TBNAME', 'NAME', 'COLTYPE', 'NULLS'].map(plain),
        rows: db2.data
          .names()
          .flatMap((one) =>
            (db2.data.table(one)?.columns ?? []).map((column) => [
              ...one.split('.'),
              column.name,
              column.type,
              column.nullable ? 'Y' : 'N',
            ]),
          ),
      };
    case 'SYSIBM.SYSDUMMY1':
      return { name, columns: ['IBMREQD'].map(plain), rows: [['Y']] };
    default:
      return undefined;
  }
}
