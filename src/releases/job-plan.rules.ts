import type { Library } from '../estate/estate.schema.ts';
import { rendered, renderedParameters, type Scope } from '../estate/expression.rules.ts';
import type { ItemJobStep, LibraryStep } from '../estate/item-type.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { PlacedItem, PlacedPart } from './content.rules.ts';
import type { PlannerInput, RenderedSteps, TemplateValues } from './planner.schema.ts';

/** What is done to the members of a library in a job. */
export type Movement = 'backup' | 'copy' | 'restore' | 'remove';

/** Job steps of one release job, in order: each with a name of its own. */
export class JobSteps {
  readonly rendered: RenderedSteps[] = [];
  readonly #names = new Set<string>();
  constructor(private readonly input: PlannerInput) {}

  /** One job step a library pair, in the order of the estate's libraries. */
  move(movement: Movement, parts: readonly PlacedPart[]): void {
    for (const library of this.input.estate.libraries) {
      const here = parts.filter((part) => part.library === library);
      const [first] = here;
      if (first === undefined) continue;
      this.#add(this.input.phases.librarySteps[movement][library.form], library.jobSteps[movement], {
        ...endsOf(movement, library, first),
        members: here.map(({ part }) => part.member),
      });
    }
  }

  /** Allocates the libraries that take the pre-images. */
  allocate(parts: readonly PlacedPart[]): void {
    const touched = this.input.estate.libraries.flatMap(
      (library) => parts.find((part) => part.library === library) ?? [],
    );
    const libraries = touched.map(
      ({ backup, library: { organisation, recfm, lrecl, blksize } }) =>
        `${backup} ${organisation} ${recfm} ${lrecl} ${blksize}`,
    );
    if (libraries.length > 0) this.#add(this.input.phases.librarySteps.allocate, 'ALLOC', { libraries });
  }

  /** Job steps that items bring; those that go together share one, with their lists gathered. */
  bring(items: readonly { readonly of: PlacedItem; readonly brings: ItemJobStep }[]): void {
    const shared = new Map<string, { template: string; values: TemplateValues; name: string }>();
    for (const { of, brings } of items) {
      const name = rendered(brings.step, of.scope);
      const known = brings.together ? shared.get(name) : undefined;
      const unique = known?.name ?? this.#unique(name);
      const values = renderedParameters(brings.parameters, { ...of.scope, step: unique });
      if (!brings.together) this.#render(brings.template, values);
      else
        shared.set(name, {
          name: unique,
          template: brings.template,
          values: known === undefined ? values : gathered(known.values, values),
        });
    }
    for (const { template, values } of shared.values()) this.#render(template, values);
  }

  /** A job step that a person wrote into the release. */
  declare(template: string, values: TemplateValues, scope: Scope): void {
    this.#render(template, renderedParameters(values, scope));
  }

  #add(step: LibraryStep, name: string, scope: Scope): void {
    this.#render(step.template, renderedParameters(step.parameters, { ...scope, step: this.#unique(name) }));
  }

  #render(template: string, values: TemplateValues): void {
    this.rendered.push(this.input.jcl.render(template, values));
  }

  /** A job step name that is still free in this job: `OPCLOAD`, `OPCLOAD2`, `OPCLOA10`. */
  #unique(name: string): string {
    let unique = name;
    for (let n = 2; this.#names.has(unique); n += 1) unique = `${name.slice(0, 8 - String(n).length)}${n}`;
    this.#names.add(unique);
    return unique;
  }
}

function endsOf(movement: Movement, library: Library, { part, backup }: PlacedPart): { from: string; to: string } {
  switch (movement) {
    case 'backup':
      return { from: library.production, to: backup };
    case 'copy':
      return { from: part.staging, to: library.production };
    case 'restore':
      return { from: backup, to: library.production };
    case 'remove':
      return { from: library.production, to: library.production };
  }
}

function gathered(known: TemplateValues, more: TemplateValues): TemplateValues {
  return Object.fromEntries(
    Object.entries(known).map(([name, value]) => {
      const other = more[name];
      if (Array.isArray(value) && Array.isArray(other)) return [name, [...value, ...other]];
      if (value !== other)
        throw new LockstepError('item-types.invalid', `items that share a job step differ in ${name}`, {
          parameter: name,
        });
      return [name, value];
    }),
  );
}
