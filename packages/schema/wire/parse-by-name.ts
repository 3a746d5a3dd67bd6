import type { Json } from '../document/workflow.ts'
import { parseJson } from './parse-json.ts'
import type { Result } from './result.ts'

/** Returns whether a file name has a YAML extension. @internal */
export const isYamlFileName = (name: string): boolean => /\.ya?ml$/i.test(name)

/**
 * Parses a file's text as YAML or JSON, depending on its extension. A page downloads the YAML parser on first use; the
 * promise is rejected if it cannot be downloaded.
 *
 * @internal
 */
export const parseByFileName = async (name: string, text: string): Promise<Result<Json>> =>
  isYamlFileName(name) ? (await import('../yaml/parse-yaml.ts')).parseYaml(text) : parseJson(text)
