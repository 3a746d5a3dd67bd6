import type { DataKind, SideEffects } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { ToolDeclaration } from '../language-model/language-model.ts'
import type { ModelUsage } from '../language-model/model-usage.ts'

/** The result of a tool call that is passed to the model. @internal */
export interface ToolResult {
  content: string
  /** Whether the call failed. If so, `content` states the reason. */
  isError?: boolean
  /** Usage of the models that the tool itself called. */
  usage?: ModelUsage
}

/**
 * A tool that an agent can call.
 *
 * @internal
 */
export interface Tool extends ToolDeclaration {
  /** Kinds of data that the tool's results may contain. */
  reads: readonly DataKind[]
  /** Side effects of the tool. */
  effects: SideEffects
  /** Whether a user must approve each call. */
  approval: 'ask' | 'never'
  /** Target of the tool's side effect as displayed to the user, such as a URL. Empty if there is none. */
  target: string
  /**
   * Validates arguments against the tool's schema. Returns descriptions of the violations, or an empty list if the
   * arguments are valid.
   */
  check(args: Json): readonly string[]
  /**
   * Calls the tool. The tool must perform external effects with the node's `effect` function, so that they are
   * recorded.
   *
   * @param callNumber Number of the call among all calls of the node, starting at 1.
   * @param timeoutSignal Signal that is aborted when the call times out. The tool must pass it to its
   * effects, so that the call rejects.
   */
  call(args: Json, callNumber: number, timeoutSignal?: AbortSignal): Promise<ToolResult>
}
