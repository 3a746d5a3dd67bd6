import type { Message, MessageCatalogs, MessageParams, ParamsOf } from '@aw-flow/messages'
import type { Place, Problem } from '@aw-flow/schema'

/** The codes of a catalog, except hints. */
type CodeOf<English> = Exclude<keyof English & string, `${string}.hint`>

/** The parameters of a message and its hint. */
type ParamsOfText<
  English,
  Code extends CodeOf<English>,
> = ParamsOf<`${English[Code] & string}${`${Code}.hint` extends keyof English ? English[`${Code}.hint`] & string : ''}`>

/** Creates a problem from a code of the catalog and the parameters of its text. */
interface ProblemFactory<English> {
  /** Creates a problem. `where` is its location; the engine adds the node. */
  <Code extends CodeOf<English>>(
    code: Code,
    params: ParamsOfText<English, Code>,
    options?: { readonly where?: Place | undefined },
  ): Problem
}

/**
 * The messages of a host's node types: functions that create them, and the catalogs to register with the types.
 *
 * @public
 */
export interface OwnMessages<English> {
  /** The catalogs, to pass to `defineNode` as `messages`. */
  readonly catalogs: MessageCatalogs
  /** Creates a message, such as a summary, a log line or a reason. */
  message<Code extends CodeOf<English>>(code: Code, params: ParamsOfText<English, Code>): Message
  /** Creates a problem that stops its node. */
  readonly error: ProblemFactory<English>
  /** Creates a problem that is reported but does not stop its node. */
  readonly warning: ProblemFactory<English>
  /** Creates a notice. */
  readonly info: ProblemFactory<English>
}

/**
 * Defines the messages of a host's own node types. The English catalog defines the codes and their parameters; the
 * message whose code ends in `.hint` tells the user how to solve the problem. Prefix codes with the host's name so that they do
 * not collide with built-in ones.
 *
 * @param catalogs Messages in MessageFormat 2 by language: English (`en`), and other languages with all or some of its
 *   codes. Other languages may also name the node types and their settings: `type.greeting.title`,
 *   `type.greeting.setting.name` (all codes of a type: `nodeTypeMessages` of `@aw-flow/editor`).
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
>(catalogs: { readonly en: English } & Others): OwnMessages<English> {
  const createProblemFactory =
    (severity: Problem['severity']): ProblemFactory<English> =>
    (code, params, { where } = {}) => ({
      code,
      severity,
      params: params as unknown as MessageParams,
      ...(where ? { where } : {}),
    })
  return {
    catalogs: catalogs as unknown as MessageCatalogs,
    message: (code, params) => ({ code, params: params as unknown as MessageParams }),
    error: createProblemFactory('error'),
    warning: createProblemFactory('warning'),
    info: createProblemFactory('info'),
  }
}
