import { defined } from '@aw-flow/schema'
import { VersionsEvent } from '../canvas-events.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const createVersionCommand = (
  id: CommandId,
  keys: readonly string[],
  action: VersionsEvent['action'],
  enabled?: (host: CommandHost) => boolean,
): CanvasCommand => ({
  id,
  keys,
  ...defined({ enabled }),
  run: (host) => host.dispatchEvent(new VersionsEvent({ action })),
})

const isComparing = ({ overlay }: CommandHost): boolean => overlay.difference !== undefined

export const versionCommands: readonly CanvasCommand[] = [
  createVersionCommand('versions', ['Shift+h'], 'show'),
  createVersionCommand('keep-version', ['Mod+s'], 'keep'),
  createVersionCommand('next-change', ['j', 'F7'], 'next', isComparing),
  createVersionCommand('previous-change', ['k', 'Shift+F7'], 'previous', isComparing),
]
