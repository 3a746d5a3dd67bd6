import type { Json } from '../document/workflow.ts'
import { isObject, toText, type ForeignSettings } from './foreign-workflow.ts'

/** Names of settings whose values are secret. `maxTokens` and `tokens` end differently. */
const secretName =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_ ]?key|(?:access|private|secret|subscription|account|auth)[-_ ]?key|authorization|cookie|connection[-_ ]?string)$/i
/** Texts that are secret wherever they are: keys of well-known services, signed tokens, and keys in PEM. */
const secretText =
  /\b(?:sk-[\w-]{16}|gh[pousr]_\w{20}|github_pat_\w{20}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|AIza[\w-]{30}|AKIA[A-Z0-9]{12}|hf_\w{20}|ey[JK][\w-]{15})|-----BEGIN [A-Z ]{0,30}PRIVATE KEY|^(?:Bearer|Basic) [\w.+/=-]{16,4000}$/
const urlPassword = /(:\/\/)[^\s/:@{}]+:[^\s/@{}]+@/g
const urlParameter = /([?&](?:api[-_]?key|key|token|access_token|secret|sig|signature)=)[^&\s{}]+/gi

/** Returns whether a text only refers to values that are elsewhere, such as `{{ $env.KEY }}`. */
const isReference = (text: string): boolean =>
  /^=?\s*(?:Bearer |Basic )?\{\{[^{}]*\}\}\s*$|^\$\{[\w.]+\}$|^\{\{?#?[\w. ]+#?\}?\}$/.test(text)

/**
 * Returns a copy of the settings in which every secret is empty, and the paths of the secrets. Secrets are found by the
 * name of their setting, by the name beside them in a list of names and values, and by their form.
 */
export function removeSecrets(settings: ForeignSettings): { settings: ForeignSettings; paths: string[] } {
  const paths: string[] = []
  const cleanText = (text: string, path: string, isSecret: boolean): string => {
    if (isReference(text)) return text
    if (text !== '' && (isSecret || secretText.test(text))) {
      paths.push(path)
      return ''
    }
    const cleaned = text.replace(urlPassword, '$1').replace(urlParameter, '$1')
    if (cleaned !== text) paths.push(path)
    return cleaned
  }
  const clean = (value: Json, path: string, isSecret: boolean): Json => {
    if (typeof value === 'string') return cleanText(value, path, isSecret)
    if (Array.isArray(value)) return value.map((item, index) => clean(item, `${path}.${index}`, isSecret))
    if (!isObject(value)) return value
    const label = toText(value.name) ?? toText(value.key) ?? toText(value.parameter)
    const hasSecretLabel = label !== undefined && secretName.test(label)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const isValue = name === 'value' || name === 'load_from_db' || name === 'default'
        const isInnerSecret = secretName.test(name) || (isValue && (hasSecretLabel || value.password === true))
        return [name, clean(inner, path === '' ? name : `${path}.${name}`, isInnerSecret && typeof inner === 'string')]
      }),
    )
  }
  return { settings: clean(settings, '', false) as ForeignSettings, paths }
}
