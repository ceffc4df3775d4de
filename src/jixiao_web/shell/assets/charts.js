// Charts: what they draw comes ready from the server (whole numbers for lengths, texts for people); nothing is computed here but
// where a bar begins. Kinds:
//   waterfall {unit, steps: [{name, kind: total|lost|open, hundredths, text}]}
//   bars      {unit, rows: [{name, parts: [{name, length, text}]}], line: {name, length, text} or nothing}
//   curve     {unit, x: [..], series: [{name, values: [..], drawn: actual|plan|low|high|time or nothing}]}
//   heat      {columns: [..], rows: [{name, cells: [{level: 0..3, text}]}]}
import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, HeatmapChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const NARROW = 600; // below it names stand beside their bars rather than under them
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const axis = () => ({ axisLabel: { color: token("--quiet"), hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-strong") } }, splitLine: { lineStyle: { color: token("--line") } } });
const names = (width) => ({ color: token("--text"), width, overflow: "truncate" });

const kinds = {
  waterfall({ steps }, width) {
    const colours = { total: token("--blue"), lost: token("--red"), open: token("--amber") };
    const lying = width < NARROW;
    let level = 0;
    const bars = steps.map((step) => {
      const length = Number(step.hundredths);
      if (step.kind === "total") { level = length; return [0, length]; }
      level -= length;
      return [level, length];
    });
    const low = Math.min(...bars.filter((bar) => bar[0] > 0).map((bar) => bar[0]));
    const start = Number.isFinite(low) ? Math.max(0, Math.floor((low - 200) / 100) * 100) : 0;
    const things = { type: "category", inverse: lying, data: steps.map((step) => step.name), ...axis(), axisLabel: lying ? names(130) : { color: token("--quiet"), interval: 0, width: Math.floor((width - 80) / steps.length) - 8, overflow: "break", lineHeight: 16 } };
    const lengths = { type: "value", min: start, ...axis(), axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false } };
    return {
      grid: { left: 8, right: lying ? 48 : 8, top: lying ? 8 : 28, bottom: 4, containLabel: true },
      ...(lying ? { yAxis: things, xAxis: lengths } : { xAxis: things, yAxis: lengths }),
      series: [
        { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: bars.map((bar) => bar[0]) },
        { type: "bar", stack: "all", barMaxWidth: lying ? 18 : 48, label: { show: true, position: lying ? "right" : "top", color: token("--text"), formatter: (item) => steps[item.dataIndex].text },
          data: bars.map((bar, index) => ({ value: bar[1], itemStyle: { color: colours[steps[index].kind], borderRadius: 2 } })) },
      ],
    };
  },
  bars({ rows, line }, width) {
    const parts = rows.length ? rows[0].parts.map((part) => part.name) : [];
    const drawn = line ? { silent: true, z: 1, symbol: "none", lineStyle: { color: token("--line-strong"), type: "dashed" }, label: { formatter: `${line.name} ${line.text}`, color: token("--quiet"), position: "start", distance: 4 }, data: [{ xAxis: Number(line.length) }] } : undefined;
    return {
      color: parts.length > 1 ? [token("--plan"), token("--blue")] : [token("--blue")],
      legend: { show: parts.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: token("--text") } },
      grid: { left: 8, right: 76, top: parts.length > 1 ? 34 : line ? 26 : 8, bottom: 4, containLabel: true },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...axis(), axisLabel: names(width < NARROW ? 96 : 190) },
      xAxis: { type: "value", ...axis(), axisLine: { show: false }, axisLabel: line || width < NARROW ? { show: false } : axis().axisLabel },
      series: parts.map((name, index) => ({
        name, type: "bar", barMaxWidth: 14, barGap: "10%", itemStyle: { borderRadius: 2 }, markLine: index === 0 ? drawn : undefined,
        label: { show: true, position: "right", color: token("--text"), backgroundColor: token("--raised"), padding: [0, 2], formatter: (item) => rows[item.dataIndex].parts[index].text },
        data: rows.map((row) => Number(row.parts[index].length)),
      })),
    };
  },
  curve({ x, series }) {
    const number = (value) => (value === null ? null : Number(value));
    const low = series.find((line) => line.drawn === "low");
    const looks = {
      actual: { color: token("--blue"), lineStyle: { width: 3 }, symbolSize: 7, z: 5, label: { show: true, color: token("--text"), position: "bottom", distance: 8 } },
      plan: { color: token("--grey"), lineStyle: { width: 2 }, symbol: "none" },
      low: { color: token("--plan"), lineStyle: { width: 0 }, symbol: "none", stack: "band" },
      high: { color: token("--plan"), lineStyle: { width: 0 }, symbol: "none", stack: "band", areaStyle: { opacity: 0.25 } },
      time: { color: token("--amber"), lineStyle: { width: 2, type: "dotted" }, symbol: "none" },
    };
    // The band between the lowest and the highest plan is drawn from the one up to the other.
    const heights = (line) => line.values.map((value, index) => (line.drawn === "high" && low ? number(value) - number(low.values[index]) : number(value)));
    return {
      legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 10, textStyle: { color: token("--text") }, data: series.filter((line) => line.drawn !== "low").map((line) => ({ name: line.name, icon: line.drawn === "high" ? "roundRect" : undefined })) },
      grid: { left: 8, right: 24, top: 44, bottom: 4, containLabel: true },
      xAxis: { type: "category", boundaryGap: false, data: x, ...axis() }, yAxis: { type: "value", ...axis() },
      series: series.map((line) => ({ name: line.name, type: "line", connectNulls: false, ...(looks[line.drawn] ?? {}), data: heights(line) })),
    };
  },
  heat({ columns, rows }, width) {
    const beside = width < NARROW ? 84 : 150;
    return {
      grid: { left: beside, right: 0, top: 28, bottom: 0 },
      xAxis: { type: "category", position: "top", data: columns, ...axis(), axisLine: { show: false } },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...axis(), axisLine: { show: false }, axisLabel: names(beside - 12) },
      visualMap: { show: false, min: 0, max: 3, inRange: { color: ["--green-soft", "--blue-soft", "--amber-soft", "--red-soft"].map(token) } },
      series: [{ type: "heatmap", itemStyle: { borderColor: token("--raised"), borderWidth: 2 },
        label: { show: true, color: token("--text"), width: Math.floor((width - beside) / columns.length) - 6, overflow: "break", formatter: (item) => rows[item.value[1]].cells[item.value[0]].text },
        data: rows.flatMap((row, y) => row.cells.map((cell, column) => [column, y, cell.level])) }],
    };
  },
};

// How high a chart must be for its rows to be read.
const heights = {
  waterfall: ({ steps }, width) => (width < NARROW ? 24 + steps.length * 30 : 280),
  bars: ({ rows, line }) => 48 + rows.length * (rows[0].parts.length > 1 ? 42 : 28) + (line ? 16 : 0),
  heat: ({ rows }) => 32 + rows.length * 38,
};

function draw(element) {
  const { kind, data } = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const width = element.clientWidth;
  if (heights[kind]) element.style.height = `${heights[kind](data, width)}px`;
  const chart = echarts.init(element, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: element.getAttribute("aria-label") } }, // the figures stand in the table beside it
    color: ["--blue", "--amber", "--green", "--red", "--grey"].map(token),
    textStyle: { color: token("--text"), fontFamily: getComputedStyle(document.body).fontFamily },
    ...kinds[kind](data, width),
  });
  element.setAttribute("role", "img");
  new ResizeObserver(() => chart.resize()).observe(element);
}

export function start() {
  for (const element of document.querySelectorAll("[data-chart]")) draw(element);
}
