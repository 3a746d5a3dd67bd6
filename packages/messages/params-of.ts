import type { MessageParam, Text } from './message.ts'

/** Parameter types by the MessageFormat function that formats them. */
interface FunctionParams {
  integer: number
  number: number
  percent: number
  bytes: number
  duration: number
  /** Milliseconds since 1970, or an ISO 8601 date. */
  moment: number | string
  list: readonly (string | number | Exclude<Text, string>)[]
  message: Text
  string: string | number | boolean
}

type FunctionName<Source extends string> = Source extends `${infer Name} ${string}` ? Name : Source

/** `name`, `name :integer`, `name :list type=or`: one parameter and its type. */
type Param<Source extends string> = Source extends `${infer Name} :${infer Function}`
  ? { readonly [Key in Name]: FunctionParams[FunctionName<Function> & keyof FunctionParams] }
  : { readonly [Key in Source]: MessageParam }

/** The parameters of all `{$name …}` placeholders of a message. */
type Placeholders<Source extends string> = Source extends `${string}{$${infer Inner}}${infer Rest}`
  ? Param<Inner> & Placeholders<Rest>
  : unknown

type Flat<Params> = { [Key in keyof Params]: Params[Key] }

/**
 * The parameters of a message in MessageFormat 2, read from its source: `'{$n :integer} rows in {$file}'` needs
 * `{ n: number; file: string | number | boolean }`.
 *
 * @internal
 */
export type ParamsOf<Source extends string> = Flat<Placeholders<Source>>
