/**
 * The form of a value: a type, `undefined` for a field that is absent, `time` for an ISO time, the same with `?` for a
 * value that can be null, a list whose items all have a form, or an object with at least these fields. A list has at
 * least one item. `=text` is the text.
 */
export type Shape =
  | `${'string' | 'number' | 'boolean' | 'object' | 'array' | 'time'}${'' | '?'}`
  | 'null'
  | 'undefined'
  | `=${string}`
  | readonly [Shape]
  | { readonly [name: string]: Shape }

/** A request of a seed document, which is sent unchanged, and the parts of the response that the seed shows. */
export interface Sample {
  /** The place in the seed document. */
  title: string
  /**
   * The route with the names of the context in braces: `PUT /api/v1/workflows/{workflow}`. A query is part of it. `WS`
   * opens a WebSocket.
   */
  route: string
  body?: unknown
  /** A form with one file, instead of JSON. */
  file?: { field: string; name: string; content: string }
  /** Other fields of the form. */
  fields?: Readonly<Record<string, string>>
  type?: string
  /** The run that must end before the request, by its name in the context. */
  after?: string
  /** One of these statuses. A WebSocket has none. */
  status?: readonly number[]
  /** The response that the seed shows: each of its values has the same JSON type, and each of its times is a time. */
  shows?: unknown
  /** Fields of the response whose values the seed shows. */
  equals?: Readonly<Record<string, unknown>>
  /** The form of the response, if the seed shows only its table or its fields. */
  shape?: Shape
  /** Headers of the request, in addition to those of the sign-in. `authorization` or an API key replaces the sign-in. */
  headers?: Readonly<Record<string, string>>
  responseHeaders?: Readonly<Record<string, string>>
  /** Messages that are sent over the WebSocket. */
  send?: readonly string[]
  /** Forms of messages, each of which the WebSocket receives at least once. */
  receives?: readonly Shape[]
  /** Stores fields of the response in the context for later samples. */
  keep?: Readonly<Record<string, string>>
}
