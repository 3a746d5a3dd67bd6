import { saveFile } from '../../elements/files/save-file.ts'
import { exportExtensions, type ExportKind } from '../export/export-workflow.ts'
import { hasContent } from './has-content.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const createExportCommand = (id: CommandId, kind: ExportKind): CanvasCommand => ({
  id,
  keys: [],
  enabled: hasContent,
  run: (host) => void saveExport(host, kind),
})

async function saveExport(host: CommandHost, kind: ExportKind): Promise<void> {
  const name = `${host.document.name.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim() || 'workflow'}${exportExtensions[kind]}`
  const textWithVersions = kind === 'json' ? await host.activeSession?.document.versions?.exportText() : undefined
  const file =
    textWithVersions === undefined
      ? await host.exportAs(kind)
      : new Blob([textWithVersions], { type: 'application/json' })
  if (file) saveFile(file, name)
  host.announce(file ? host.strings.exported(name) : host.strings.tooLargeForPng)
}

export const exportCommands: readonly CanvasCommand[] = [
  createExportCommand('export-svg', 'svg'),
  createExportCommand('export-png', 'png'),
  createExportCommand('export-json', 'json'),
  createExportCommand('export-litegraph', 'litegraph'),
  createExportCommand('export-markdown', 'markdown'),
]
