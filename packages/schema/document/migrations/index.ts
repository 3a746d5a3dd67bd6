import { generatorShape } from './0001-generator-shape.ts'
import type { Migration } from './migration.ts'

/** All migrations of workflow documents, oldest first. @internal */
export const workflowMigrations: readonly Migration[] = [generatorShape]
