import type { MessageParam, Text } from './message.ts'

/** Parameter types by the MessageFormat function that formats them. */
interface FunctionParams {
  /** A number without a fraction. */
  integer: number
  /** Any number. */
  number: number
  /** A share: 0.25 is shown as 25%. */
  percent: number
  /** A number of bytes. */
  bytes: number
  /** A cost, in US dollars. */
  cost: number
  /** A duration, in milliseconds. */
  duration: number
  /** A time, in milliseconds since the Unix epoch, or as an ISO 8601 date. */
  moment: number | string
  /** A time, in milliseconds since the Unix epoch, of which the date is shown. */
  date: number
  /** A time, in milliseconds since the Unix epoch, of which the time of day is shown. */
  time: number
  /** Items of an enumeration. */
  list: readonly (string | number | Exclude<Text, string>)[]
  /** A text that is rendered in the same language. */
  message: Text
  /** A DuckDB type, which is shown by its readable name. */
  columnType: string
  /** A value of the data; numbers are formatted. */
  value: string | number | boolean
  /** A value that is shown unchanged. */
  string: string | number | boolean
}

/** The name of a function, without its options. */
type FunctionName<Source extends string> = Source extends `${infer Name} ${string}` ? Name : Source

/** `name`, `name :integer`, `name :list type=or`: one parameter and its type. */
type Param<Source extends string> = Source extends `${infer Name} :${infer Function}`
  ? { readonly [Key in Name]: FunctionParams[FunctionName<Function> & keyof FunctionParams] }
  : { readonly [Key in Source]: MessageParam }

/** The parameters of all `{$name …}` placeholders of a message. */
type Placeholders<Source extends string> = Source extends `${string}{$${infer Inner}}${infer Rest}`
  ? Param<Inner> & Placeholders<Rest>
  : unknown

/** Resolves an intersection to one object type. */
type Flat<Params> = { [Key in keyof Params]: Params[Key] }

/**
 * The parameters of a message in MessageFormat 2, read from its source: `'{$n :integer} rows in {$file}'` needs
 * `{ n: number; file: string | number | boolean }`.
 *
 * @internal
 */
export type ParamsOf<Source extends string> = Flat<Placeholders<Source>>
