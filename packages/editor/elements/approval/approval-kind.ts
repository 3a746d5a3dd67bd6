import type { WaitingNode } from '@aw-flow/schema'

/** The subject of an approval. @internal */
export type ApprovalKind = 'approval' | 'interrupted' | 'budget'

/** Returns the subject of an approval: a value, an interrupted action, or a limit that was reached. @internal */
export function getApprovalKind({ waitFor }: WaitingNode): ApprovalKind {
  if (waitFor.kind !== 'approval' || !waitFor.effect) return 'approval'
  if (!waitFor.effect.question) return 'interrupted'
  const { shown } = waitFor
  return typeof shown === 'object' && shown !== null && 'budget' in shown ? 'budget' : 'approval'
}
