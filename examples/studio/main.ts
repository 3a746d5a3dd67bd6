import { registerStudioIcons } from './studio-icons.ts'
import { StudioApp } from './studio-app.ts'
import { applyTheme, rememberedTheme } from './theme.ts'

applyTheme(rememberedTheme())
registerStudioIcons()
customElements.define('studio-app', StudioApp)
