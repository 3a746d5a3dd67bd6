import type { CanvasTexts } from '../canvas-texts.ts'
import type { Refusal } from './connection-rules.ts'

/** Formats the reason why two ports cannot be connected. @internal */
export function renderRefusal(refusal: Refusal, texts: CanvasTexts): string {
  switch (refusal.kind) {
    case 'same-side':
      return texts.refusedSides(refusal.side)
    case 'unknown-port':
      return texts.refusedUnknown
    case 'same-node':
      return texts.refusedSameNode
    case 'types':
      return texts.refusedTypes(texts.portTypes[refusal.from], texts.portTypes[refusal.to], refusal.port)
    case 'cycle':
      return texts.refusedLoop(refusal.from, refusal.to)
  }
}
