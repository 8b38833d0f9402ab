import { z } from 'zod';

/** How often something goes wrong: so many times, or each time with a probability that follows from a seed. */
export const Often = {
  times: z.int().min(1).optional().meta({
    description: 'How often it strikes before it is used up; without it once, or for ever with a probability',
  }),
  skip: z.int().min(0).default(0).meta({ description: 'How often what it could strike passes first' }),
  probability: z.number().gt(0).max(1).default(1).meta({ description: 'Of striking each time' }),
  seed: z.int().min(0).default(1).meta({ description: 'The same seed strikes the same times' }),
};

export interface Often {
  times?: z.infer<typeof Often.times>;
  skip: z.infer<typeof Often.skip>;
  probability: z.infer<typeof Often.probability>;
  seed: z.infer<typeof Often.seed>;
}
