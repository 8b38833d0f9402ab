import type { Attributes } from './data-sets.ts';

/** Capacity of a 3390 track in cells of 34 bytes (z/OS DFSMS Macro Instructions for Data Sets, track capacity of the 3390). */
const trackCells = 1729;
const pdseTrackPages = 12;
const directoryBlocksPerTrack = 45;

/** Blocks of this length that one track holds. */
export function blocksPerTrack(length: number): number {
  const stored = length + 6;
  const cells = 19 + Math.ceil((stored + 6 * Math.ceil(stored / 232)) / 34);
  return Math.max(1, Math.floor(trackCells / cells));
}

/** Part of tracks that these records take as blocks of the data set; a PDSE keeps pages of 4,096 bytes. */
export function tracksFor(records: readonly Buffer[], attributes: Attributes): number {
  if (attributes.dsntype === 'LIBRARY') {
    const bytes = records.reduce((sum, record) => sum + record.length, 0);
    return Math.max(1, Math.ceil(bytes / 4096)) / pdseTrackPages;
  }
  const blocks = blockLengths(records, attributes);
  const endOfFile = attributes.dsorg === 'PO' ? 1 / blocksPerTrack(0) : 0;
  return blocks.reduce((sum, length) => sum + 1 / blocksPerTrack(length), endOfFile);
}

function blockLengths(records: readonly Buffer[], { recfm, blksize }: Attributes): number[] {
  if (recfm.startsWith('U') || (recfm.startsWith('F') && !recfm.includes('B')))
    return records.map((record) => record.length);
  if (recfm.startsWith('V') && !recfm.includes('B')) return records.map((record) => record.length + 8);
  const [header, perRecord] = recfm.startsWith('V') ? [4, 4] : [0, 0];
  const lengths: number[] = [];
  let open = header;
  for (const record of records) {
    const size = record.length + perRecord;
    if (open > header && open + size > Math.max(blksize, size + header)) {
      lengths.push(open);
      open = header;
    }
    open += size;
  }
  return open > header ? [...lengths, open] : lengths;
}

export const directoryTracks = (attributes: Attributes) =>
  attributes.dsorg === 'PO' && attributes.dsntype !== 'LIBRARY' ? attributes.dirblk / directoryBlocksPerTrack : 0;

const manyExtents = new Set(['LIBRARY', 'EXTREQ', 'EXTPREF']);

/** Extents on one volume: 16, but 123 of a PDSE, an extended format data set and a VSAM component (z/OS DFSMS Using Data Sets). */
export const mostExtents = ({ dsntype = 'BASIC', dsorg }: Attributes) =>
  manyExtents.has(dsntype) || dsorg === 'VS' ? 123 : 16;
