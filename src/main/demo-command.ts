import { Command, InvalidArgumentError } from 'commander';
import { untilToldToStop } from './signals.ts';
import { Exit, exitCodes, type Terminal } from './terminal.ts';

interface DemoWords {
  readonly fail?: true;
  readonly kill?: true;
  readonly stay?: true;
  readonly speed?: number;
}

/** `lockstep demo`: the first night on the sample estate, through the public API alone. */
export function demoCommand(_terminal: Terminal): Command {
  return new Command('demo')
    .summary('watch a release night on the sample estate')
    .description('Starts the practice z/OSMF and the service, and takes the sample release from change to evidence.')
    .option('--fail', 'let the night fail and be backed out')
    .option('--kill', 'kill the service with SIGKILL in the middle, and start it again')
    .option('--stay', 'keep everything up at the end, until Ctrl-C')
    .option('--speed <factor>', 'how many times faster than the wall clock the night goes (default: 200)', factor)
    .action(async (words: DemoWords) => {
      const { demo } = await import('../lab/demo.ts');
      const passed = await demo({
        fail: words.fail ?? false,
        kill: words.kill ?? false,
        stay: words.stay ?? false,
        toldToStop: untilToldToStop,
        ...(words.speed !== undefined && { speed: words.speed }),
      });
      if (!passed) throw new Exit(exitCodes.failed);
    });
}

function factor(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 100_000)) throw new InvalidArgumentError('It must be a number over 0, at most 100000.');
  return value;
}
