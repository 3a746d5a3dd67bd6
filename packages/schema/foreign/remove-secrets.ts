import type { Json } from '../document/workflow.ts'
import { isObject, toText, type ForeignSettings } from './foreign-workflow.ts'

/** The end of the name of a secret value. `maxTokens` and `tokens` end differently. */
const secretEnd =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|bearer|credentials?|api[-_ ]?key|(?:access|private|secret|subscription|account|auth|encryption|signing)[-_ ]?key|authorization|cookie|connection[-_ ]?string)'
const secretName = new RegExp(`${secretEnd}$`, 'i')
/** Texts that are secret wherever they are: keys of well-known services, signed tokens, and keys in PEM. */
const secretText =
  /\b(?:sk-[\w-]{16}|gh[pousr]_\w{20}|github_pat_\w{20}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|AIza[\w-]{30}|AKIA[A-Z0-9]{12}|hf_\w{20}|ey[JK][\w-]{15})|-----BEGIN [A-Z ]{0,30}PRIVATE KEY|^(?:Bearer|Basic) [\w.+/=-]{16,4000}$/
const urlPassword = /(:\/\/)[^\s/:@{}]+:[^\s/@{}]+@/g
const urlParameter = new RegExp(`([?&][\\w.-]{0,60}(?:${secretEnd}|key|sig|signature|credential)=)[^&\\s{}"']+`, 'gi')
/** Addresses whose path is the secret. */
const secretAddress =
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/|api\.telegram\.org\/bot|webhook\.office\.com\/)[\w:/@-]+/gi
/** A quoted value after a secret name, in JSON or code: `"api_key": "…"`, `password = '…'`. */
const quotedValue = new RegExp(`(${secretEnd}(?:\\\\?["'])?\\s{0,20}[:=]\\s{0,20}\\\\?["'])[^"'\\\\\\n{}]+`, 'gi')
/** A line of a header with a secret name: `X-Api-Key: …`. */
const headerLine = new RegExp(`^([\\w-]{0,60}${secretEnd}:[ \\t]{0,20})[^\\s{}"'][^\\n{}"']*$`, 'gim')
const parts = [urlPassword, urlParameter, secretAddress, quotedValue, headerLine]

/** Maximum number of removed secrets that are listed. */
const maxPaths = 1_000

/** Returns whether a text only refers to values that are elsewhere, such as `{{ $env.KEY }}`. */
const isReference = (text: string): boolean =>
  /^=?\s*(?:Bearer |Basic )?\{\{[^{}]*\}\}\s*$|^\$\{[\w.]+\}$|^\{\{?#?[\w. ]+#?\}?\}$/.test(text)

/**
 * Returns a copy of the settings in which every secret is empty, and the paths of the secrets. Secrets are found by the
 * name of their setting, by the name beside them in a list of names and values, by their form, and by the name before
 * them in a text, such as JSON, code or the lines of headers.
 */
export function removeSecrets(settings: ForeignSettings): { settings: ForeignSettings; paths: string[] } {
  const paths: string[] = []
  const addPath = (path: string): void => {
    if (paths.length < maxPaths) paths.push(path.slice(0, 1_000))
  }
  const cleanText = (text: string, path: string, isSecret: boolean): string => {
    if (isReference(text)) return text
    if (text !== '' && (isSecret || secretText.test(text))) {
      addPath(path)
      return ''
    }
    const cleaned = parts.reduce((rest, pattern) => rest.replace(pattern, '$1'), text)
    if (cleaned !== text) addPath(path)
    return cleaned
  }
  const clean = (value: Json, path: string, isSecret: boolean): Json => {
    if (typeof value === 'string') return cleanText(value, path, isSecret)
    if (typeof value === 'number' && isSecret) return cleanText(String(value), path, true)
    if (Array.isArray(value)) return value.map((item, index) => clean(item, `${path}.${index}`, isSecret))
    if (!isObject(value)) return value
    const label = toText(value.name) ?? toText(value.key) ?? toText(value.parameter) ?? toText(value.keyValue)
    const hasSecretLabel = label !== undefined && secretName.test(label)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const isValue = name === 'value' || name === 'valueValue' || name === 'load_from_db' || name === 'default'
        const isInnerSecret =
          isSecret || secretName.test(name) || (isValue && (hasSecretLabel || value.password === true))
        return [name, clean(inner, path === '' ? name : `${path}.${name}`, isInnerSecret)]
      }),
    )
  }
  return { settings: clean(settings, '', false) as ForeignSettings, paths }
}
