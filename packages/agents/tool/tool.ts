import type { DataKind, SideEffects } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { ToolDeclaration } from '../language-model/language-model.ts'
import type { ModelUsage } from '../language-model/model-usage.ts'

/** The result of a tool for the model. @internal */
export interface ToolResult {
  content: string
  /** Whether the call failed; the model receives the reason as content. */
  isError?: boolean
  /** The usage of models that the tool itself calls. */
  usage?: ModelUsage
}

/**
 * A tool that an agent can call.
 *
 * @internal
 */
export interface Tool extends ToolDeclaration {
  /** Kinds of data in its results. */
  reads: readonly DataKind[]
  /** Its side effects. */
  effects: SideEffects
  /** Whether a user must approve each call. */
  approval: 'ask' | 'never'
  /** The target of its effect, such as a URL, as shown to the user; empty if it has none. */
  target: string
  /** Returns the violations of arguments; empty if they match the schema. */
  check(args: Json): readonly string[]
  /**
   * Calls the tool. Its external effects must be effects of the node.
   *
   * @param call The ordinal of the call among all calls of the node, from 1.
   * @param limit Aborted at the time limit of the call; pass it to effects. The call then rejects.
   */
  call(args: Json, call: number, limit?: AbortSignal): Promise<ToolResult>
}
