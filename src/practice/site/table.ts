import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ebcdic } from '../codepages/code-page.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { CobolView } from '../programs/compiling/cobol-view.ts';
import { readLayouts } from '../programs/compiling/copybook.ts';
import type { TableData } from '../programs/programs.schema.ts';

/** Writes a sequential data set: one record a row, columns named after the copybook's fields, numbers with a point. */
export function writeTable(dataSets: DataSets, folder: string, table: TableData, user: string): void {
  const { library, member } = table.copybook;
  const text = dataSets.read(library, member).map((record) => ebcdic.decode(record).trimEnd());
  const layout = readLayouts(text)[0];
  if (layout === undefined) throw new Error(`${library}(${member}) describes no record`);
  const [heading = '', ...rows] = readFileSync(join(folder, table.table), 'utf8').trimEnd().split('\n');
  const names = heading.split(',').map((name) => name.trim());
  const records = rows.map((row) => {
    const view = new CobolView(layout, Buffer.alloc(layout.length, 0x40), table.table);
    for (const [at, value] of row.split(',').entries()) {
      const field = layout.fields.get(names[at] ?? '');
      if (field === undefined) throw new Error(`${table.table}: ${member} has no field ${names[at] ?? ''}`);
      if (field.usage === 'TEXT') view.setText(field.name, value.trim());
      else view.setNumber(field.name, scaled(value.trim(), field.scale));
    }
    return view.bytes;
  });
  dataSets.write(table.dsname, undefined, records, { user });
}

function scaled(value: string, scale: number): bigint {
  const [whole = '0', decimals = ''] = value.split('.');
  return BigInt(`${whole}${decimals.padEnd(scale, '0').slice(0, scale)}`);
}
