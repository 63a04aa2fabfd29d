// The charts and the components that draw.js uses, drawn as SVG alone.
import * as echarts from 'echarts/core';
import { BarChart, LineChart, PieChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([
  BarChart, LineChart, PieChart, SankeyChart, ScatterChart,
  GridComponent, LegendComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent,
  SVGRenderer,
]);

globalThis.echarts = { init: echarts.init, setPlatformAPI: echarts.setPlatformAPI, version: echarts.version };
