import { arrangeCommands } from '../canvas/commands/arrange-commands.ts'
import { arrowCommand } from '../canvas/commands/arrow-command.ts'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import { connectCommands } from '../canvas/commands/connect-commands.ts'
import { editCommands } from '../canvas/commands/edit-commands.ts'
import { exportCommands } from '../canvas/commands/export-commands.ts'
import { nodeCommands } from '../canvas/commands/node-commands.ts'
import { selectCommands } from '../canvas/commands/select-commands.ts'
import { subWorkflowCommands } from '../canvas/commands/sub-workflow-commands.ts'
import { versionCommands } from '../canvas/commands/version-commands.ts'
import { viewCommands } from '../canvas/commands/view-commands.ts'
import { defineExtension, type Extension, type InspectorSection } from './extension.ts'

/**
 * Built-in inspector sections. They are added when the deferred elements load, because the initial load does not
 * need them.
 */
export const builtInSections: Record<'nextTimes' | 'nodeOptions', InspectorSection[]> = {
  nextTimes: [],
  nodeOptions: [],
}

/** Built-in extensions. Their order determines the order of commands in menus and search. */
export const builtInExtensions: readonly Extension[] = [
  defineExtension({ name: 'aw-edit', commands: editCommands }),
  defineExtension({ name: 'aw-connect', commands: connectCommands }),
  defineExtension({ name: 'aw-select', commands: selectCommands }),
  defineExtension({ name: 'aw-node', commands: nodeCommands }),
  defineExtension({ name: 'aw-sub-workflow', commands: subWorkflowCommands }),
  defineExtension({ name: 'aw-arrange', commands: arrangeCommands }),
  defineExtension({ name: 'aw-view', commands: viewCommands }),
  defineExtension({ name: 'aw-versions', commands: versionCommands }),
  defineExtension({ name: 'aw-export', commands: exportCommands }),
  defineExtension({ name: 'aw-next-times', inspectorSections: builtInSections.nextTimes }),
  defineExtension({ name: 'aw-node-options', inspectorSections: builtInSections.nodeOptions }),
  defineExtension({ name: 'aw-navigate', commands: [arrowCommand] }),
]

/** Commands of the built-in extensions. */
export const builtInCommands: readonly CanvasCommand[] = builtInExtensions.flatMap(({ commands = [] }) => commands)
