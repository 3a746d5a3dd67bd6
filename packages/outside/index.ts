export { openFolder } from './folder/open-folder.ts'
export { openOutside, type OutsideOptions } from './open-outside.ts'
export { environmentSecrets, joinSecrets } from './secrets/environment-secrets.ts'
