export { openFolder } from './folder/open-folder.ts'
export { openExternalServices, type ExternalServicesOptions } from './open-external-services.ts'
export { environmentSecrets, joinSecrets } from './secrets/environment-secrets.ts'
