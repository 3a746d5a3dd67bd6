import type { WorkflowNote } from '@aw-flow/schema'
import type { CanvasTheme } from './canvas-theme.ts'
import type { Pen } from './frame.ts'
import { drawGrip, drawSheet } from './draw-sheet.ts'
import { isFrame } from '../scene/frame-contents.ts'
import { placeNote, type NoteLine, type NoteSpan, type PlacedLine } from './note-text.ts'
import { groupLabelHeight, groupRect, noteRect, type SceneGroup, type SceneNote } from '../scene/scene.ts'
import { overlaps, type Rect } from '../camera/view.ts'

const readableScale = 0.3
const notePadding = 12

/** Draws the frames, groups and notes that are visible in `area`, which are behind edges and nodes. */
export function drawMarks(pen: Pen, area: Rect): void {
  const { groups, notes } = pen.frame.scene
  const seen = notes.filter((note) => overlaps(noteRect(note), area))
  for (const note of seen) if (isFrame(note)) drawSheet(pen, note)
  for (const group of groups) if (overlaps(groupRect(group), area)) drawGroup(pen, group)
  for (const note of seen) if (!isFrame(note)) drawNote(pen, note)
}

function drawGroup({ context, frame, fitter }: Pen, scene: SceneGroup): void {
  const { theme, view, selectedMarks } = frame
  const { x, y, width, height } = groupRect(scene)
  const selected = selectedMarks.has(scene.id)
  context.beginPath()
  context.roundRect(x, y, width, height, 12)
  context.fillStyle = theme.tones.accent
  context.globalAlpha = selected ? 0.1 : 0.05
  context.fill()
  context.globalAlpha = selected ? 1 : 0.5
  context.strokeStyle = selected ? theme.tones.accent : theme.tones.muted
  context.lineWidth = (selected ? 2 : 1) / Math.min(1, view.scale)
  context.stroke()
  context.globalAlpha = 1
  if (view.scale < readableScale) return
  context.font = `600 13px ${theme.font}`
  context.fillStyle = selected ? theme.tones.accent : theme.tones.muted
  context.fillText(fitter.line(context, scene.group.label, width - 32), x + 16, y + groupLabelHeight - 8)
}

/** A note's color: a tint of its tone, or the default warm one. */
export const noteColor = (theme: CanvasTheme, tone: WorkflowNote['tone']): string =>
  tone === 'info' ? theme.families['logic'] : theme.tones[tone ?? 'warn']

function drawNote(pen: Pen, scene: SceneNote): void {
  const { context, frame } = pen
  const { theme, view, selectedMarks } = frame
  const { x, y, width, height } = noteRect(scene)
  const color = noteColor(theme, scene.note.tone)
  context.beginPath()
  context.roundRect(x, y, width, height, 6)
  context.fillStyle = theme.surface
  context.fill()
  context.globalAlpha = 0.14
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = color
  context.lineWidth = selectedMarks.has(scene.id) ? 2 : 1
  context.stroke()
  if (view.scale < readableScale) return
  context.save()
  context.clip()
  context.fillStyle = theme.text
  for (const { kind, y: line, spans } of placedNote(context, scene.note, theme)) {
    if (line > height) break
    for (const span of spans) {
      context.font = noteFont(theme, kind, span)
      context.fillText(span.text, x + notePadding + span.x, y + notePadding / 2 + line)
    }
    if (kind === 'item') context.fillText('•', x + notePadding, y + notePadding / 2 + line)
  }
  context.restore()
  if (selectedMarks.has(scene.id)) drawGrip(context, color, x + width, y + height)
}

const noteFont = (theme: CanvasTheme, kind: NoteLine['kind'], { bold, italic, code }: NoteSpan): string =>
  `${italic ? 'italic ' : ''}${bold || kind === 'heading' ? 600 : 400} ${kind === 'heading' ? 15 : 13}px ${code ? 'monospace' : theme.font}`

const placedNotes = new WeakMap<WorkflowNote, { font: string; lines: PlacedLine[] }>()

function placedNote(context: CanvasRenderingContext2D, note: WorkflowNote, theme: CanvasTheme): PlacedLine[] {
  const known = placedNotes.get(note)
  if (known?.font === theme.font) return known.lines
  const lines = placeNote(note.text, note.size.width - 2 * notePadding, (text, span, kind) => {
    context.font = noteFont(theme, kind, span)
    return context.measureText(text).width
  })
  placedNotes.set(note, { font: theme.font, lines })
  return lines
}

/** Draws alignment guides. */
export function drawGuides({ context, frame }: Pen): void {
  const { guides, theme, view } = frame
  if (guides.length === 0) return
  context.strokeStyle = theme.tones.accent
  context.lineWidth = 1 / view.scale
  context.setLineDash([4 / view.scale, 3 / view.scale])
  context.beginPath()
  for (const { axis, at, from, to } of guides) {
    context.moveTo(axis === 'x' ? at : from, axis === 'x' ? from : at)
    context.lineTo(axis === 'x' ? at : to, axis === 'x' ? to : at)
  }
  context.stroke()
  context.setLineDash([])
}
