// Charts: what they draw comes ready from the server (whole numbers for lengths, texts for people); nothing is computed here but
// where a bar begins. Kinds:
//   waterfall {unit, steps: [{name, kind: total|lost|open, hundredths, text}]}
//   bars      {unit, rows: [{name, parts: [{name, length, text}]}]}
//   curve     {unit, x: [..], series: [{name, values: [..]}]}
//   heat      {columns: [..], rows: [{name, cells: [{level: 0..3, text}]}]}
import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, HeatmapChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const axis = () => ({ axisLabel: { color: token("--quiet") }, axisLine: { lineStyle: { color: token("--line-strong") } }, splitLine: { lineStyle: { color: token("--line") } } });

const kinds = {
  waterfall({ unit, steps }) {
    const colours = { total: token("--blue"), lost: token("--red"), open: token("--amber") };
    let level = 0;
    const bars = steps.map((step) => {
      const length = Number(step.hundredths);
      if (step.kind === "total") { level = length; return [0, length]; }
      level -= length;
      return [level, length];
    });
    const low = Math.min(...bars.filter((bar) => bar[0] > 0).map((bar) => bar[0]));
    const start = Number.isFinite(low) ? Math.max(0, Math.floor((low - 200) / 100) * 100) : 0;
    return {
      xAxis: { type: "category", data: steps.map((step) => step.name), ...axis(), axisLabel: { color: token("--quiet"), interval: 0, width: 90, overflow: "break" } },
      yAxis: { type: "value", name: unit, min: start, ...axis(), axisLabel: { show: false } },
      series: [
        { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: bars.map((bar) => bar[0]) },
        { type: "bar", stack: "all", barMaxWidth: 48, label: { show: true, position: "top", color: token("--text"), formatter: (item) => steps[item.dataIndex].text },
          data: bars.map((bar, index) => ({ value: bar[0] ? bar[1] : bar[1], itemStyle: { color: colours[steps[index].kind] } })) },
      ],
    };
  },
  bars({ unit, rows }) {
    const names = rows.length ? rows[0].parts.map((part) => part.name) : [];
    return {
      legend: { top: 0, right: 0, textStyle: { color: token("--text") } },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...axis(), axisLabel: { color: token("--text"), width: 160, overflow: "truncate" } },
      xAxis: { type: "value", name: unit, ...axis() },
      series: names.map((name, index) => ({
        name, type: "bar", barMaxWidth: 16,
        label: { show: true, position: "right", color: token("--text"), formatter: (item) => rows[item.dataIndex].parts[index].text },
        data: rows.map((row) => Number(row.parts[index].length)),
      })),
    };
  },
  curve({ unit, x, series }) {
    return {
      legend: { top: 0, right: 0, textStyle: { color: token("--text") } },
      xAxis: { type: "category", data: x, ...axis() }, yAxis: { type: "value", name: unit, ...axis() },
      series: series.map((line) => ({ name: line.name, type: "line", connectNulls: false, data: line.values.map((value) => (value === null ? null : Number(value))) })),
    };
  },
  heat({ columns, rows }) {
    return {
      xAxis: { type: "category", data: columns, ...axis() }, yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), ...axis() },
      visualMap: { show: false, min: 0, max: 3, inRange: { color: ["--green-soft", "--blue-soft", "--amber-soft", "--red-soft"].map(token) } },
      series: [{ type: "heatmap", label: { show: true, color: token("--text"), formatter: (item) => rows[item.value[1]].cells[item.value[0]].text },
        data: rows.flatMap((row, y) => row.cells.map((cell, column) => [column, y, cell.level])) }],
    };
  },
};

function draw(element) {
  const { kind, data } = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  if (kind === "bars") element.classList.add(data.rows.length > 12 ? "tall" : "middle");
  const chart = echarts.init(element, null, { renderer: "svg" });
  chart.setOption({
    aria: { enabled: true, label: { description: element.getAttribute("aria-label") } }, // the figures stand in the table beside it animation: false,
    color: ["--blue", "--amber", "--green", "--red", "--grey"].map(token),
    textStyle: { color: token("--text"), fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 72, top: 40, bottom: 8, containLabel: true },
    ...kinds[kind](data),
  });
  element.setAttribute("role", "img");
  new ResizeObserver(() => chart.resize()).observe(element);
}

export function start() {
  for (const element of document.querySelectorAll("[data-chart]")) draw(element);
}
