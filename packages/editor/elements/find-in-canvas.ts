import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { CommandId } from '../canvas/commands/command.ts'

/** Something that a search in the editor leads to: a command to run, or a node or note to look at. */
export type Found =
  | { kind: 'command'; id: CommandId; title: string; keys: readonly string[]; icon: string }
  | { kind: 'node' | 'note'; id: string; title: string; detail: string; icon: string }

const most = 60

/**
 * What answers a search: commands that can be run now by their names, nodes by title, what they do, type and settings,
 * notes by their text. Every word must be found. Without a search, the commands.
 */
export function findInCanvas(canvas: AwCanvas, search: string): Found[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string): boolean => {
    const lower = text.toLowerCase()
    return words.every((word) => lower.includes(word))
  }
  const commands = canvas.commands
    .filter(({ id, enabled, title }) => enabled && id !== 'arrow' && has(title))
    .map(({ id, title, keys }): Found => ({ kind: 'command', id, title, keys, icon: 'chevron-right' }))
  if (words.length === 0) return commands
  const found: { item: Found; rank: number }[] = commands.map((item) => ({ item, rank: 1 }))
  for (const { id, face, node } of canvas.scene.nodes) {
    if (found.length >= most * 4) break
    const inTitle = has(face.title)
    const settings = inTitle ? '' : JSON.stringify(node.data.config)
    if (!inTitle && !has(`${face.title} ${face.summary} ${node.type} ${settings}`)) continue
    const item: Found = { kind: 'node', id, title: face.title, detail: face.summary, icon: face.icon }
    found.push({ item, rank: inTitle ? 0 : 2 })
  }
  for (const { id, note } of canvas.scene.notes) {
    if (!has(note.text)) continue
    const [first = ''] = note.text.replace(/^#+\s*/, '').split('\n')
    found.push({ item: { kind: 'note', id, title: first, detail: '', icon: 'file-text' }, rank: 2 })
  }
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item)
}
