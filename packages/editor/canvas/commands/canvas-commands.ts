import { arrangeCommands } from './arrange-commands.ts'
import { arrowCommand } from './arrow-command.ts'
import type { CanvasCommand } from './command.ts'
import { connectCommands } from './connect-commands.ts'
import { editCommands } from './edit-commands.ts'
import { exportCommands } from './export-commands.ts'
import { nodeCommands } from './node-commands.ts'
import { selectCommands } from './select-commands.ts'
import { subWorkflowCommands } from './sub-workflow-commands.ts'
import { versionCommands } from './version-commands.ts'
import { viewCommands } from './view-commands.ts'

/** Everything that can be done on a canvas by a key or from a menu. */
export const canvasCommands: readonly CanvasCommand[] = [
  ...editCommands,
  ...connectCommands,
  ...selectCommands,
  ...nodeCommands,
  ...subWorkflowCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...versionCommands,
  ...exportCommands,
  arrowCommand,
]
