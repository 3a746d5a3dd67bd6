import { arrangeCommands } from '../canvas/commands/arrange-commands.ts'
import { arrowCommand } from '../canvas/commands/arrow-command.ts'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import { connectCommands } from '../canvas/commands/connect-commands.ts'
import { editCommands } from '../canvas/commands/edit-commands.ts'
import { exportExtension } from '../canvas/commands/export-commands.ts'
import { nodeCommands } from '../canvas/commands/node-commands.ts'
import { selectCommands } from '../canvas/commands/select-commands.ts'
import { subWorkflowCommands } from '../canvas/commands/sub-workflow-commands.ts'
import { versionCommands } from '../canvas/commands/version-commands.ts'
import { viewCommands } from '../canvas/commands/view-commands.ts'
import { loadPlanExtension } from '../elements/load-plan/load-plan-extension.ts'
import { problemExtension } from '../elements/editor/notifications.ts'
import { paletteExtension } from '../elements/palette/palette-extension.ts'
import { resultExtensions } from '../elements/results/tabs/core-tabs.ts'
import { historyExtension } from '../elements/run/history-extension.ts'
import { versionsExtension } from '../versions/versions-extension.ts'
import { preparationExtension } from '../views/plan/preparation-extension.ts'
import type { Extension } from './extension.ts'

/**
 * The editor's own extensions, which use the same interface as those of hosts. Their order determines the order of
 * commands in menus and search, and of buttons in the toolbar. `define-deferred-elements.ts` adds what the initial load
 * does not need.
 */
export const builtInExtensions: readonly Extension[] = [
  paletteExtension,
  { name: 'aw-edit', commands: editCommands },
  { name: 'aw-connect', commands: connectCommands },
  { name: 'aw-select', commands: selectCommands },
  { name: 'aw-node', commands: nodeCommands },
  { name: 'aw-sub-workflow', commands: subWorkflowCommands },
  { name: 'aw-arrange', commands: arrangeCommands },
  { name: 'aw-view', commands: viewCommands },
  { ...versionsExtension, commands: versionCommands },
  exportExtension,
  { name: 'aw-navigate', commands: [arrowCommand] },
  historyExtension,
  problemExtension,
  loadPlanExtension,
  preparationExtension,
  ...resultExtensions,
]

/** Commands of the built-in extensions. */
export const builtInCommands: readonly CanvasCommand[] = builtInExtensions.flatMap(({ commands = [] }) => commands)
