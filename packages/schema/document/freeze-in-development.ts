declare const process: { env: { NODE_ENV?: string } }

/**
 * Whether this is a development environment. False if neither a bundler nor a runtime defines `process.env.NODE_ENV`,
 * as in a browser without a build.
 */
const isDevelopment = ((): boolean => {
  try {
    return process.env.NODE_ENV !== 'production'
  } catch {
    return false
  }
})()

/**
 * Deeply freezes a document in development, so that code that mutates it fails immediately. Parts that are already
 * frozen are skipped, so the cost depends only on the size of the change. Does nothing in production.
 *
 * @returns The same object.
 */
export function freezeInDevelopment<Document extends object>(document: Document, isActive = isDevelopment): Document {
  if (isActive) deepFreeze(document)
  return document
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
}
