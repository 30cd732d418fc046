import DefaultTheme from 'vitepress/theme-without-fonts'
import './overlane.css'

export default DefaultTheme
