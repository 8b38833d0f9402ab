/** Translates between host bytes and text. A character that the page does not hold becomes SUB: X'3F', in ASCII X'1A'. */
export interface CodePage {
  readonly name: string;
  encode(text: string): Buffer;
  decode(bytes: Uint8Array): string;
}
