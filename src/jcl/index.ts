export { renderTemplate } from './render-template.ts';
export type { RenderedTemplate } from './render-template.ts';
export type { ParameterValues } from './template.schema.ts';
export { parseTemplate, readTemplates, templateNamed } from './templates.ts';
export type { Template, Templates } from './templates.ts';
