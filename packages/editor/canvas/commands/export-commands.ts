import { saveFile } from '../../elements/files/save-file.ts'
import { exportEndings, type ExportKind } from '../export/export-workflow.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const exports = (id: CommandId, kind: ExportKind): CanvasCommand => ({
  id,
  keys: [],
  run: (host) => void save(host, kind),
})

async function save(host: CommandHost, kind: ExportKind): Promise<void> {
  const name = `${host.document.name.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim() || 'workflow'}${exportEndings[kind]}`
  const versions = kind === 'json' ? await host.activeSession?.document.versions?.exportText() : undefined
  const file = versions === undefined ? await host.exportAs(kind) : new Blob([versions], { type: 'application/json' })
  if (file) saveFile(file, name)
  host.announce(file ? host.strings.exported(name) : host.strings.notExported)
}

export const exportCommands: readonly CanvasCommand[] = [
  exports('export-svg', 'svg'),
  exports('export-png', 'png'),
  exports('export-json', 'json'),
  exports('export-litegraph', 'litegraph'),
  exports('export-markdown', 'markdown'),
]
