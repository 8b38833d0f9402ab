import { commandLine } from './main/command-line.ts';

process.exitCode = await commandLine(process.argv.slice(2));
