# Makes arima_m1.csv: the models that R's auto.arima chooses for the months of M1.
# Rscript arima_m1.R path/to/m1_monthly.csv > arima_m1.csv
suppressMessages(library(forecast))
all <- read.csv(commandArgs(trailingOnly = TRUE)[1])
all <- all[all$part == "train", ]
cat("# R", paste(R.version$major, R.version$minor, sep = "."),
    "forecast", as.character(packageVersion("forecast")), "auto.arima(y, approximation = TRUE)\n")
cat("series;form;loglik\n")
for (name in unique(all$series)) {
  fit <- suppressWarnings(auto.arima(ts(all$value[all$series == name], frequency = 12), approximation = TRUE))
  cat(sprintf("%s;%s;%.7g\n", name, forecast:::arima.string(fit), fit$loglik))
}
