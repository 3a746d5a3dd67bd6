import type { Message, MessageCatalogs, MessageParams, ParamsOf } from '@aw-flow/messages'
import { defined, type Place, type Problem } from '@aw-flow/schema'

/** The message codes of a catalog, without hints. */
type CodeOf<English> = Exclude<keyof English & string, `${string}.hint`>

/** The parameters used by a message and its hint. */
type ParamsOfText<
  English,
  Code extends CodeOf<English>,
> = ParamsOf<`${English[Code] & string}${`${Code}.hint` extends keyof English ? English[`${Code}.hint`] & string : ''}`>

/** Creates a problem from a code of the catalog and its parameters. */
interface ProblemFactory<English> {
  /** @param options.where The problem's location. The engine adds the node. */
  <Code extends CodeOf<English>>(
    code: Code,
    params: ParamsOfText<English, Code>,
    options?: { readonly where?: Place | undefined },
  ): Problem
}

/**
 * The messages of a host's own node types: functions that create them, and the catalogs to register with the types.
 *
 * @public
 */
export interface NodeMessages<English> {
  /** The catalogs to pass to `defineNode` as `messages`. */
  readonly catalogs: MessageCatalogs
  /** Creates a message, such as a summary, a log line or a reason. */
  message<Code extends CodeOf<English>>(code: Code, params: ParamsOfText<English, Code>): Message
  /** Creates a problem that makes its node fail. */
  readonly error: ProblemFactory<English>
  /** Creates a problem that is reported without making its node fail. */
  readonly warning: ProblemFactory<English>
  /** Creates an informational notice. */
  readonly info: ProblemFactory<English>
}

/**
 * Defines the messages of a host's own node types. The English catalog defines the codes and their parameters. A
 * message whose code ends in `.hint` tells the user how to solve the problem. Prefix the codes with the host's name to
 * avoid collisions with built-in codes.
 *
 * @param catalogs Messages in MessageFormat 2 syntax, keyed by language: English (`en`), and other languages with all
 *   or some of its codes. Other languages may also translate the names of node types and settings, such as
 *   `type.greeting.title` and `type.greeting.setting.name`. `getNodeTypeMessages` from `@aw-flow/editor` returns all
 *   codes of a type.
 * @example
 * const { message, error, catalogs } = defineMessages({
 *   en: { 'acme.greets': 'Greets {$name}', 'acme.no-name': 'The name is empty.', 'acme.no-name.hint': 'Enter a name.' },
 *   de: { 'acme.greets': 'Grüßt {$name}', 'acme.no-name': 'Der Name ist leer.', 'acme.no-name.hint': 'Einen Namen eingeben.' },
 * })
 * message('acme.greets', { name: 'Ada' })
 * @public
 */
export function defineMessages<
  const English extends Readonly<Record<string, string>>,
  Others extends Readonly<
    Record<string, Readonly<Partial<Record<(keyof English & string) | `type.${string}`, string>>>>
  >,
>(catalogs: { readonly en: English } & Others): NodeMessages<English> {
  const createProblemFactory =
    (severity: Problem['severity']): ProblemFactory<English> =>
    (code, params, { where } = {}) => ({
      code,
      severity,
      params: params as unknown as MessageParams,
      ...defined({ where }),
    })
  return {
    catalogs: catalogs as unknown as MessageCatalogs,
    message: (code, params) => ({ code, params: params as unknown as MessageParams }),
    error: createProblemFactory('error'),
    warning: createProblemFactory('warning'),
    info: createProblemFactory('info'),
  }
}
