import type { WaitingNode } from '@aw-flow/schema'

/** What an approval is about. @internal */
export type ApprovalKind = 'approval' | 'interrupted' | 'budget'

/** Returns what an approval is about: a value, an interrupted action, or a reached limit. @internal */
export function getApprovalKind({ waitFor }: WaitingNode): ApprovalKind {
  if (waitFor.kind !== 'approval' || !waitFor.effect) return 'approval'
  if (!waitFor.effect.question) return 'interrupted'
  const { shown } = waitFor
  return typeof shown === 'object' && shown !== null && 'budget' in shown ? 'budget' : 'approval'
}
