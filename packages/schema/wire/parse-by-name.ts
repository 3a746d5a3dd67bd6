import { parseJson, type ParsedJson } from './parse-json.ts'

/** Returns whether the name of a file has a YAML extension. @internal */
export const isYamlName = (name: string): boolean => /\.ya?ml$/i.test(name)

/**
 * Parses the text of a file according to its extension: as YAML, whose parser a page downloads on first use, or as
 * JSON. Rejects if the parser cannot be downloaded.
 *
 * @internal
 */
export const parseByName = async (name: string, text: string): Promise<ParsedJson> =>
  isYamlName(name) ? (await import('../yaml/parse-yaml.ts')).parseYaml(text) : parseJson(text)
