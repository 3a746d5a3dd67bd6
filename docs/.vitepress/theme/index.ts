import { useData, type Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { h, onMounted, watch } from 'vue'
import GuideResult from './GuideResult.vue'
import LiveEditor from './LiveEditor.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-footer-before': () => h(GuideResult) }),
  enhanceApp({ app }) {
    app.component('LiveEditor', LiveEditor)
  },
  setup() {
    const { frontmatter } = useData()
    // The home page of the theme has no main landmark.
    const markMain = (): void => {
      const content = document.getElementById('VPContent')
      if (frontmatter.value.layout === 'home') content?.setAttribute('role', 'main')
      else content?.removeAttribute('role')
    }
    onMounted(() => watch(frontmatter, markMain, { immediate: true, flush: 'post' }))
  },
} satisfies Theme
