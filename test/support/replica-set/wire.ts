import { BSON } from 'mongodb';

const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;
const checksumPresent = 1;
const moreToCome = 2;
const exhaustAllowed = 1 << 16;

/** One command as it came over the wire. */
export interface Request {
  readonly id: number;
  readonly opCode: number;
  readonly command: BSON.Document;
  /** The client takes several answers to this one request. */
  readonly exhaust: boolean;
  /** The client waits for no answer. */
  readonly unacknowledged: boolean;
}

/** Puts the bytes of a connection together to requests. */
export function requestReader(): (bytes: Buffer) => Request[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const requests: Request[] = [];
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      requests.push(requestFrom(Buffer.from(rest.subarray(0, length))));
      rest = rest.subarray(length);
    }
    return requests;
  };
}

function requestFrom(message: Buffer): Request {
  const [id, opCode] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (opCode === opQuery) {
    const spaceEnds = message.indexOf(0, 20);
    const $db = message.toString('utf8', 20, spaceEnds).split('.')[0];
    const command = { ...documentAt(message, spaceEnds + 9), $db };
    return { id, opCode, command, exhaust: false, unacknowledged: false };
  }
  if (opCode !== opMessage) throw new Error(`a message of kind ${opCode} is not spoken here`);
  const flags = message.readUInt32LE(16);
  const end = message.length - ((flags & checksumPresent) === 0 ? 0 : 4);
  const command = sectionsOf(message, end);
  return {
    ...{ id, opCode, command },
    exhaust: (flags & exhaustAllowed) !== 0,
    unacknowledged: (flags & moreToCome) !== 0,
  };
}

/** The body, and beside it the document sequences, each as an array under its name. */
function sectionsOf(message: Buffer, end: number): BSON.Document {
  let command: BSON.Document = {};
  const sequences: Record<string, BSON.Document[]> = {};
  for (let at = 20; at < end;) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    if (kind === 0) {
      command = documentAt(message, at + 1);
    } else {
      const nameEnds = message.indexOf(0, at + 5);
      const documents: BSON.Document[] = [];
      for (let next = nameEnds + 1; next < at + 1 + length; next += message.readInt32LE(next))
        documents.push(documentAt(message, next));
      sequences[message.toString('utf8', at + 5, nameEnds)] = documents;
    }
    at += 1 + length;
  }
  return { ...command, ...sequences };
}

const documentAt = (message: Buffer, at: number): BSON.Document =>
  BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));

let messages = 0;

/** An answer as bytes. @returns its id too: the next answer of an exhaust names it */
export function answerTo(
  { opCode }: Request,
  responseTo: number,
  { document, more = false }: { document: BSON.Document; more?: boolean },
): { id: number; bytes: Buffer } {
  messages += 1;
  const body = Buffer.from(BSON.serialize(document));
  const isMessage = opCode === opMessage;
  const head = Buffer.alloc(isMessage ? 21 : 36);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(messages, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(isMessage ? opMessage : opReply, 12);
  if (isMessage) head.writeUInt32LE(more ? moreToCome : 0, 16);
  else head.writeInt32LE(1, 32);
  return { id: messages, bytes: Buffer.concat([head, body]) };
}
