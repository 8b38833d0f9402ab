import type { IImperativeConfig } from '@zowe/imperative';
import { lockstepProfile } from './connection/lockstep.profile.ts';
import { downloadDefinition } from './download/Download.definition.ts';
import { listDefinition } from './list/List.definition.ts';
import { startDefinition } from './start/Start.definition.ts';
import { viewDefinition } from './view/View.definition.ts';
import { watchDefinition } from './watch/Watch.definition.ts';

/** What Zowe CLI reads of the plug-in: the group `lockstep`, its commands, and the profile type. */
const configuration: IImperativeConfig = {
  name: 'lockstep',
  pluginSummary: 'Release coordination for z/OS',
  rootCommandDescription: 'Start, watch and prove releases that Lockstep coordinates.',
  productDisplayName: 'Lockstep plug-in for Zowe CLI',
  definitions: [listDefinition, viewDefinition, startDefinition, watchDefinition, downloadDefinition],
  profiles: [lockstepProfile],
};

export = configuration;
