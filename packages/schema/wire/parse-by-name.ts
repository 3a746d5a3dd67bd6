import { parseJson, type ParsedJson } from './parse-json.ts'

/** Whether a file says by its name that it is written in YAML. */
export const isYamlName = (name: string): boolean => /\.ya?ml$/i.test(name)

/**
 * Reads the text of a file as what its name says that it is: YAML, whose reader a page fetches with the first such file, or
 * JSON. Does nothing else. Rejects where the reader cannot be fetched.
 */
export const parseByName = async (name: string, text: string): Promise<ParsedJson> =>
  isYamlName(name) ? (await import('../yaml/parse-yaml.ts')).parseYaml(text) : parseJson(text)
