/**
 * Ensembles of regression trees as XGBoost, LightGBM and CatBoost train them: prediction, Shapley values and a compact binary form, without
 * any of their libraries. Knows vectors of features, nothing of sensors or windows.
 */
package io.millrace.detection.tree;
