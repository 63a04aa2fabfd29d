// Builds ../echarts.min.js out of entry.js, and echarts.sha256, by which a test
// sees that the two belong to each other. `make echarts` runs it.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const text = (path) => readFileSync(path, 'utf8');
const version = (name) => JSON.parse(text(`node_modules/${name}/package.json`)).version;
const comment = (lines) => `/*!\n${lines.trim().replaceAll('*/', '* /')}\n*/`;

const banner = [
  comment(`Apache ECharts ${version('echarts')}: line, bar, scatter, pie and Sankey charts, drawn as SVG.
Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0

${text('node_modules/echarts/NOTICE')}`),
  comment(`zrender ${version('zrender')}\n\n${text('node_modules/zrender/LICENSE')}`),
].join('\n');

await build({
  entryPoints: ['entry.js'], outfile: '../echarts.min.js',
  bundle: true, minify: true, format: 'iife', target: 'es2019', charset: 'utf8', legalComments: 'inline',
  define: { __DEV__: 'false' }, banner: { js: banner },
});
for (const [from, to] of [['echarts/LICENSE', 'LICENSE.echarts'], ['echarts/NOTICE', 'NOTICE.echarts'], ['echarts/licenses/LICENSE-d3', 'LICENSE-d3.echarts'], ['zrender/LICENSE', 'LICENSE.zrender']]) {
  copyFileSync(`node_modules/${from}`, `../${to}`);
}

const sum = (path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path}\n`;
writeFileSync('echarts.sha256', ['../echarts.min.js', 'build.mjs', 'entry.js', 'package-lock.json', 'package.json'].map(sum).join(''));
