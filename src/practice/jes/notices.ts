import type { Disk } from '../disk/disk.ts';

const room = 'notices';

/** Messages for a user who is not logged on are kept until the next logon (SEND, SYS1.BRODCAST); the oldest go first. */
const mostPerUser = 200;

/** What JES2 tells TSO users: $HASP165 and the texts of /*MESSAGE. */
export class Notices {
  private readonly waiting = new Map<string, string[]>();

  constructor(
    private readonly disk: Disk,
    private readonly told: (user: string, text: string) => void = () => undefined,
  ) {
    for (const [user, texts] of disk.entries(room)) if (Array.isArray(texts)) this.waiting.set(user, texts.map(String));
  }

  tell(user: string, text: string): void {
    const texts = [...(this.waiting.get(user) ?? []), text].slice(-mostPerUser);
    this.waiting.set(user, texts);
    this.disk.put(room, user, texts);
    this.told(user, text);
  }

  take(user: string): readonly string[] {
    const texts = this.waiting.get(user) ?? [];
    if (this.waiting.delete(user)) this.disk.remove(room, user);
    return texts;
  }
}
