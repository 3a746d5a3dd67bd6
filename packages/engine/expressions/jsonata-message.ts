import type { Message, MessageCode, MessageParam } from '@aw-flow/messages'

type Code =
  Exclude<MessageCode & `jsonata.${string}`, 'jsonata.other'> extends `jsonata.${infer Suffix}` ? Suffix : never
type Param = 'token' | 'value' | 'value2' | 'index' | 'type'

/** The properties of JSONata's error objects that their messages use, keyed by error code. */
const paramsByCode: Readonly<Record<Code, readonly Param[]>> = {
  S0101: [],
  S0102: ['token'],
  S0103: ['token'],
  S0104: [],
  S0105: [],
  S0106: [],
  S0201: ['token'],
  S0202: ['value', 'token'],
  S0203: ['value'],
  S0204: ['token'],
  S0207: [],
  S0211: ['token'],
  S0301: [],
  S0302: [],
  T0410: ['index', 'token'],
  T0411: ['index', 'token'],
  T0412: ['index', 'token', 'type'],
  D1001: ['value'],
  D1002: ['value'],
  T1005: ['token'],
  T1006: [],
  D1011: [],
  D1012: ['value'],
  T2001: ['token'],
  T2002: ['token'],
  T2006: [],
  T2009: ['value', 'value2', 'token'],
  T2010: ['token'],
  D2014: ['value'],
  D2015: ['value'],
  D3030: ['value'],
  D3110: ['value'],
}

const maxValueLength = 40

function formatValue(value: unknown): MessageParam {
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}

/**
 * Converts a JSONata error to a message based on its code. An unknown code, or an error without the expected
 * properties, yields a message that quotes JSONata's own English text.
 *
 * @param restoreNames Restores names of the expression that were replaced before it was compiled.
 */
export function describeJsonataError(cause: unknown, restoreNames: (text: string) => string = (text) => text): Message {
  const error = (typeof cause === 'object' && cause !== null ? cause : {}) as Readonly<Record<string, unknown>>
  const { code } = error
  const names = typeof code === 'string' && Object.hasOwn(paramsByCode, code) ? paramsByCode[code as Code] : undefined
  if (!names || names.some((name) => error[name] === undefined)) {
    return { code: 'jsonata.other', params: { detail: restoreNames(String(error.message ?? cause)) } }
  }
  const params = names.map((name): [string, MessageParam] => {
    const value = formatValue(error[name])
    return [name, typeof value === 'string' ? restoreNames(value) : value]
  })
  return { code: `jsonata.${String(code)}`, params: Object.fromEntries(params) }
}
