import { cpSync, rmSync } from 'node:fs'

/** Copies the documentation guides into the package build. */
const target = new URL('dist/guides/', import.meta.url)
rmSync(target, { recursive: true, force: true })
cpSync(new URL('../../docs/embedding/', import.meta.url), target, { recursive: true })
