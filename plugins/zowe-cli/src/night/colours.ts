import { TextUtils } from '@zowe/imperative';

type Paint = (text: string) => string;

/** Zowe's own colours: it knows FORCE_COLOR, NO_COLOR and what the terminal can show. */
export const colours = TextUtils.chalk as Readonly<Record<'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan', Paint>>;
