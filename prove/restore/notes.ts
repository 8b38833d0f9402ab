import { z } from 'zod';
import type { View } from '../../src/ledger/view.schema.ts';

export interface Note {
  readonly id: string;
  readonly text: string;
  /** Words of the text, for the search. */
  readonly words: readonly string[];
  readonly by: string;
  readonly recordVersion: number;
}

/** Notes of people, searched by their words: texts come, are written anew, and go. */
export const notes: View<Note> = {
  ...{ name: 'notes', version: 1, indexes: { word: ['words', 'id'], by: ['by', 'id'] } },
  keys: ({ stream }) => (stream.startsWith('note:') ? [stream.slice('note:'.length)] : []),
  evolve(note, { stream, type, data, seq }, { actor }) {
    if (type === 'note.gone/1') return undefined;
    if (type !== 'note.given/1') return note && { ...note, recordVersion: seq };
    const text = data['text'] as string;
    const words = [...new Set(text.split(' '))].sort();
    return { id: stream.slice('note:'.length), text, words, by: actor.id, recordVersion: seq };
  },
};

export const noteTypes = {
  'note.given/1': z.strictObject({ text: z.string() }),
  'note.gone/1': z.strictObject({}),
};

export const noteTexts = { 'note.given/1': ['text'] };
